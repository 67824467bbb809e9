// One receiver of a colleague's work: choosing a unit takes the person off, and the other way round.
const form = document.querySelector("[data-cc-reassign]");

form?.addEventListener("change", (event) => {
  const { name, value } = event.target;
  if (name === "to_unit" && value) form.elements.to_user.value = "";
  if (name === "to_user" && value) form.elements.to_unit.value = "";
});
