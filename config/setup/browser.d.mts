export function findInstalledBrowser(): string | undefined;
export function checkBrowser(): void;
