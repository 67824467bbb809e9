// The form that hands a case over shows only what the chosen kind asks, and keeps one receiver: unit or person.
const form = document.querySelector("[data-cc-hand-over]");

function show() {
  const kind = form.querySelector("[name=kind]:checked")?.value;
  form.querySelectorAll("[data-cc-for-kind]").forEach((part) => {
    part.hidden = part.dataset.ccForKind !== kind;
  });
}

form.addEventListener("change", (event) => {
  const { name, value } = event.target;
  if (name === "to_unit" && value) form.elements.to_user.value = "";
  if (name === "to_user" && value) form.elements.to_unit.value = "";
  if (name === "kind") show();
});
show();
