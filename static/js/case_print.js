// The button that prints the sheet.
document.querySelector("[data-cc-print]").addEventListener("click", () => window.print());
