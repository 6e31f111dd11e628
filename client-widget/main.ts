import './styles.css';
import kit from '@bitrix24/b24ui-nuxt/vue-plugin';
import I18NextVue from 'i18next-vue';
import { createApp } from 'vue';
import App from './App.vue';
import { readBootstrap } from './frame/index.js';
import { startTexts } from './i18n/index.js';
import { followAttention } from './ui/anchor.js';
import { showTheme } from './ui/theme.js';

showTheme('light');
followAttention();
const bootstrap = readBootstrap(document);
const i18next = await startTexts(bootstrap.language === 'ru' ? 'ru' : 'en');
createApp(App, { bootstrap }).use(kit).use(I18NextVue, { i18next }).mount('#app');
