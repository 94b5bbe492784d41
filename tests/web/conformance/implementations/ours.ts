export { EventSource } from '../../../../web/index.ts';
