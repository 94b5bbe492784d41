'use client';

import { EventSource } from 'eventsource-wasm';
import { useEffect, useState } from 'react';

const report = (result) => fetch('/report', { method: 'POST', body: JSON.stringify(result) });

export default function Page() {
  const [token, setToken] = useState('none yet');
  useEffect(() => {
    const source = new EventSource('/events', { headers: { 'X-Token': 'secret' } });
    source.addEventListener('token', ({ data, lastEventId }) => {
      setToken(data);
      report({ data: `${data} ${lastEventId}` });
    });
    source.onerror = ({ kind, message }) => report({ error: `${kind}: ${message}` });
    return () => source.close();
  }, []);
  return <p>Token: {token}</p>;
}
