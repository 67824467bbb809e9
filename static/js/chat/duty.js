// The duty switch: shows the state the server has, never the one that was only asked for.

export class Duty {
  constructor(select, { ask }) {
    Object.assign(this, { select, state: select.value });
    select.addEventListener("change", () => {
      const wanted = select.value;
      select.value = this.state;
      select.disabled = ask(wanted);
    });
  }

  get isOn() {
    return this.state !== "off";
  }

  /** The server's word. `away` is the server's own mark for a lost connection: the person chooses anew. */
  confirm(state) {
    this.state = state === "away" ? "off" : state;
    this.select.value = this.state;
    this.select.disabled = false;
  }

  connected(isConnected) {
    this.select.disabled = !isConnected;
  }
}
