import { ref } from 'vue';

/** True once the person has seen the first steps in this sitting, or passed them by. */
export const welcomed = ref(false);
