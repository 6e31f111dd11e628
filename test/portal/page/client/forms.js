import { askYes, tell } from './dialogs.js';
import { closeOwnSlider, inSlider, noteChange } from './sliders.js';

const { document, location, FormData } = globalThis;

/** Sends what a person did; throws with the portal's own words when it was refused. */
export async function act(name, values) {
  const answer = await fetch(`/page/do/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(values),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? `Портал ответил ${answer.status}`);
  return body;
}

/** After something changed the page is shown anew; a deleted task leaves nothing to show. */
function goOn({ go, leave }) {
  noteChange();
  if (go) location.assign(go);
  else if (!leave) location.reload();
  else if (inSlider()) closeOwnSlider();
  else location.assign('/');
}

async function submit(form) {
  const problem = form.querySelector('.form-error');
  const button = form.querySelector('[type=submit]');
  button.disabled = true;
  try {
    goOn(await act(form.dataset.do, Object.fromEntries(new FormData(form))));
  } catch (error) {
    button.disabled = false;
    problem.textContent = error.message;
    problem.hidden = false;
  }
}

async function press(button) {
  if (button.dataset.confirm && !(await askYes(button.dataset.confirm))) return;
  button.disabled = true;
  try {
    goOn(await act(button.dataset.do, JSON.parse(button.dataset.values)));
  } catch (error) {
    button.disabled = false;
    tell(error.message);
  }
}

/** Forms and buttons with `data-do`, dialogs with `data-dialog`, filters with `data-submit`. */
export function startForms() {
  document.addEventListener('submit', (event) => {
    if (!event.target.dataset.do) return;
    event.preventDefault();
    void submit(event.target);
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.dataset.do) void press(button);
    else if (button.dataset.dialog) document.getElementById(button.dataset.dialog).showModal();
    else if ('close' in button.dataset) button.closest('dialog').close();
  });
  document.addEventListener('change', (event) => {
    if ('submit' in event.target.dataset) event.target.form.requestSubmit();
  });
}
