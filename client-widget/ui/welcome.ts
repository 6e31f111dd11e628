import { ref } from 'vue';

/** True once the person has seen the first steps in this sitting, or passed them by. */
export const welcomed = ref(false);

const key = 'support-hours:first-steps-hidden';

/** Kept by this browser alone: it is nobody else's business, and a browser that forgets shows them once more. */
export const stepsHidden = ref(read());

export function hideSteps() {
  stepsHidden.value = true;
  try {
    localStorage.setItem(key, 'yes');
  } catch {
    // A frame may be refused its storage: then they are hidden until the page is opened anew.
  }
}

function read(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}
