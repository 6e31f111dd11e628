import './styles.css';
import kit from '@bitrix24/b24ui-nuxt/vue-plugin';
import I18NextVue from 'i18next-vue';
import { createApp } from 'vue';
import App from './App.vue';
import { connectFrame, readBootstrap } from './frame/index.js';
import { startTexts } from './i18n/index.js';
import { fetchScreen } from './start-app.js';
import { followAttention } from './ui/anchor.js';
import { printInLight, showTheme } from './ui/theme.js';

showTheme('light');
printInLight();
followAttention();
const bootstrap = readBootstrap(document);
/** The portal page answers while texts and screen come; that it did not is told where it is waited for. */
const connecting = connectFrame();
connecting.catch((error: unknown) => console.debug('The portal page did not answer', error));
fetchScreen(bootstrap);
const i18next = await startTexts(bootstrap.language === 'ru' ? 'ru' : 'en');
createApp(App, { bootstrap, connecting }).use(kit).use(I18NextVue, { i18next }).mount('#app');
