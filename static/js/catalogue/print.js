// The print button of a service's page: shown only where printing can work.
for (const button of document.querySelectorAll("[data-cc-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
