// What one tab remembers until it is closed. Nothing is kept longer, and nothing is shared between tabs.

const PREFIX = "neuvo-chat:";

export function recall(key, otherwise = null) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Whether it could be kept: a full or forbidden storage must not stop the conversation. */
export function keep(key, value) {
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(key) {
  sessionStorage.removeItem(PREFIX + key);
}

export function forgetEverything() {
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(PREFIX))
    .forEach((key) => sessionStorage.removeItem(key));
}
