import { render } from 'preact';
import { App } from './app.tsx';
import { LiveProvider } from './live.tsx';

const page = document.getElementById('page');
if (page) {
  page.replaceChildren();
  render(
    <LiveProvider>
      <App />
    </LiveProvider>,
    page,
  );
}
