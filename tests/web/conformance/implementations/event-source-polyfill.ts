export { EventSourcePolyfill as EventSource } from 'event-source-polyfill';
