const { document } = globalThis;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function button(textContent, value, className = 'button') {
  return element('button', { type: 'submit', textContent, value, className });
}

/** Shows a dialog made of these parts; the value of the button pressed, or '' when it was put away. */
function show(...parts) {
  const form = element('form', { method: 'dialog' }, ...parts);
  const dialog = element('dialog', { className: 'dialog' }, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

export async function askYes(question) {
  const buttons = element(
    'div',
    { className: 'bar end' },
    button('Отмена', ''),
    button('Да', 'yes', 'button danger'),
  );
  return (await show(element('p', { textContent: question }), buttons)) === 'yes';
}

export function tell(text) {
  const buttons = element('div', { className: 'bar end' }, button('Понятно', '', 'button primary'));
  return show(element('p', { textContent: text }), buttons);
}

/** Picks from `[{id, name, …}]`. Null when the person closes it without a choice. */
export async function choose(title, list, isMultiple) {
  const kind = isMultiple ? 'checkbox' : 'radio';
  const inputs = list.map((item) => element('input', { type: kind, name: 'chosen', value: item.id }));
  const rows = list.map((item, index) => element('label', { className: 'choice' }, inputs[index], item.name));
  const search = element('input', { type: 'search', placeholder: 'Найти', ariaLabel: 'Найти' });
  search.addEventListener('input', () => {
    rows.forEach((row, index) => {
      row.hidden = !list[index].name.toLowerCase().includes(search.value.toLowerCase());
    });
  });
  const outcome = await show(
    element('h2', { textContent: title }),
    search,
    element('div', { className: 'choices' }, ...rows),
    element(
      'div',
      { className: 'bar end' },
      button('Отмена', ''),
      button('Выбрать', 'yes', 'button primary'),
    ),
  );
  if (outcome !== 'yes') return null;
  const chosen = list.filter((_item, index) => inputs[index].checked);
  return chosen.length > 0 ? chosen : null;
}
