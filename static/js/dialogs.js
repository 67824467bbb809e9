// Dialogs are <dialog>: [data-cc-open=id] opens, [data-cc-close] closes, Esc is the browser's own.
// A form with [data-cc-confirm=id] asks first; the dialog's [data-cc-yes] sends it.
let asked = null;

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-cc-open]");
  if (opener) open(opener.dataset.ccOpen);
  const closer = event.target.closest("[data-cc-close], [data-cc-yes]");
  if (!closer) return;
  closer.closest("dialog")?.close();
  if (closer.matches("[data-cc-yes]") && asked) {
    const { form, submitter } = asked;
    asked = null;
    form.dataset.ccConfirmed = "";
    form.requestSubmit(submitter);
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-cc-confirm]") || "ccConfirmed" in form.dataset) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  asked = { form, submitter: event.submitter };
  open(form.dataset.ccConfirm);
}, true);
