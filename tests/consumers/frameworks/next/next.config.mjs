// The event stream comes from another server, which also hears how it went.
const { BACKEND } = process.env;

export default {
  rewrites: async () => [
    { source: '/events', destination: `${BACKEND}/events` },
    { source: '/report', destination: `${BACKEND}/report` },
  ],
};
