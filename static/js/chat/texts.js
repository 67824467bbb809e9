// Words and clock times of the page. Words come from `data-text-*` attributes and <template> elements, never from here.

const CLOCK = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Helsinki", hour: "numeric", minute: "2-digit", hour12: false });

/** The sentence `data-text-<key>` nearest above `element`, with `{name}` replaced; "" when the page has none. */
export function say(element, key, values = {}) {
  const attribute = `data-text-${key}`;
  const sentence = element.closest(`[${attribute}]`)?.getAttribute(attribute) ?? "";
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A fresh copy of `<template data-cc-template="name">`, as one element; null when the page has none. */
export function stamp(name) {
  const template = document.querySelector(`template[data-cc-template="${name}"]`);
  return template ? template.content.firstElementChild.cloneNode(true) : null;
}

export const slot = (node, name) => (node.dataset.ccSlot === name ? node : node.querySelector(`[data-cc-slot="${name}"]`));

/** Put text, and nothing but text, into a slot. */
export function fill(node, name, text) {
  const place = slot(node, name);
  if (place) place.textContent = text;
  return place;
}

/** 13.04, on the service's wall clock. */
export const clock = (instant) => CLOCK.format(new Date(instant)).replace(":", ".");

/** Minutes and seconds since `instant`, as 4.10; hours run on as minutes. */
export function elapsed(instant, now = Date.now()) {
  const seconds = Math.max(0, Math.floor((now - new Date(instant)) / 1000));
  return `${Math.floor(seconds / 60)}.${String(seconds % 60).padStart(2, "0")}`;
}
