// A page that watches something has a staff socket; the desk lends its own.
import { Connection } from "./chat/connection.js";
import { connected, isNeeded, look, lost, received } from "./presence.js";

const hasOwnSocket = () => document.querySelector("[data-cc-desk]") !== null;
let connection = null;

function tell(state) {
  document.dispatchEvent(new CustomEvent("cc:connection", { detail: state }));
}

function connect() {
  let again = false;
  connection = new Connection("/ws/staff/", {
    opened: () => {
      connected((frame) => connection.send(frame), { again });
      again = true;
      tell("ok");
    },
    received,
    lost: () => {
      lost();
      tell("lost");
    },
  });
  connection.connect();
}

function begin() {
  if (connection === null && isNeeded() && !hasOwnSocket()) connect();
  else look();
}

begin();
document.addEventListener("htmx:load", begin);
document.addEventListener("visibilitychange", () => document.hidden || connection?.retryNow());
