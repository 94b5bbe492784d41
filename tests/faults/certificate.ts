import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  /** Files in PEM. */
  certificate: string;
  key: string;
  /** SHA-256 of the certificate, in hexadecimal with colons. */
  fingerprint: string;
  /** SHA-256 of its public key, in Base64. */
  publicKeyHash: string;
}

/** Makes a certificate for 127.0.0.1 that is valid for a day. */
export function makeCertificate(folder: string): Certificate {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  openssl(
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '1', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', key, '-out', certificate],
  );
  const parsed = new X509Certificate(readFileSync(certificate));
  const publicKey = parsed.publicKey.export({ type: 'spki', format: 'der' });
  return {
    certificate,
    key,
    fingerprint: parsed.fingerprint256,
    publicKeyHash: createHash('sha256').update(publicKey).digest('base64'),
  };
}
