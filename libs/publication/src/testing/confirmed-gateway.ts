const BY_TWO = `md5('a')::uuid, '2026-01-01', md5('b')::uuid, '2026-01-01'`;

/** SQL that writes, past every rule, a gateway that two people registered and confirmed, with one certificate, for these localities. */
export function confirmedGateway(code: string, { sha256, pem }: { readonly sha256: string; readonly pem: string }, ...localities: readonly string[]): string {
  return `
    INSERT INTO gateway (id, code, name, registered_by, registered_at, confirmed_by, confirmed_at) VALUES (md5('${code}')::uuid, '${code}', '${code}', ${BY_TWO});
    INSERT INTO gateway_certificate (id, gateway_id, sha256, pem, valid_during, registered_by, recorded_at, confirmed_by, confirmed_at)
      VALUES (md5('c${code}')::uuid, md5('${code}')::uuid, '${sha256}', '${pem}', '[2026-01-01,2046-01-01)', ${BY_TWO});
    INSERT INTO gateway_locality (gateway_id, locality_id, during, recorded_at)
      SELECT md5('${code}')::uuid, id, '[2026-01-01,)', '2026-01-01' FROM locality WHERE code IN ('${localities.join(`', '`)}')`;
}
