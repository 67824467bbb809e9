// The period picker: the two dates are shown only for "own dates". Without script all fields are there.
for (const form of document.querySelectorAll("[data-cc-period]")) {
  const name = form.querySelector("[data-cc-period-name]");
  const dates = form.querySelectorAll("[data-cc-period-date]");
  const show = () => {
    for (const date of dates) date.hidden = name.value !== "custom";
  };
  name.addEventListener("change", show);
  show();
}
