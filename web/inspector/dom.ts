// Makes elements. Styles are set by style sheet, or by members of `style`: both are allowed by a strict
// Content Security Policy, the attribute is not.

type Attributes = Readonly<Record<string, string>>;

export function create<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value);
  }
  element.append(...children);
  return element;
}

/** Writes a text that may be there already. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function button(
  label: string,
  action: () => void,
  attributes?: Attributes,
): HTMLButtonElement {
  const element = create('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', action);
  return element;
}

/** A form control with a label that is read out, not seen. */
export function labelled<E extends HTMLElement>(label: string, control: E): E {
  control.setAttribute('aria-label', label);
  return control;
}
