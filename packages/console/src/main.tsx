import './no-generated-code.ts';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startTranslations } from './i18n/i18n.ts';

const root = document.querySelector('#root');
if (root === null) throw new TypeError('index.html has no #root');

await startTranslations();
createRoot(root).render(<App />);
