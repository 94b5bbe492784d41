export { EventSource } from 'extended-eventsource';
