// Says in the rail whether the connection works: by the browser's own word and by the sockets of a page,
// which send `cc:connection` with detail "ok" or "lost" to the document.
const slots = document.querySelectorAll("[data-cc-connection]");

function tell(state) {
  slots.forEach((slot) => {
    slot.dataset.state = state;
    slot.querySelector(".nv-dot")?.classList.toggle("is-off", state === "lost");
    const words = slot.querySelector("[data-cc-connection-text]");
    const text = state === "lost" ? slot.dataset.textLost : slot.dataset.textOk;
    if (words && words.textContent !== text) words.textContent = text;
  });
}

window.addEventListener("offline", () => tell("lost"));
window.addEventListener("online", () => tell("ok"));
document.addEventListener("cc:connection", (event) => tell(event.detail));
if (!navigator.onLine) tell("lost");
