/** RFC 6266: the real name as RFC 5987 encodes it, and one of plain letters for clients that read no other. */
export function attachmentNamed(name: string, plainName: string): string {
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plainName}"; filename*=UTF-8''${encoded}`;
}
