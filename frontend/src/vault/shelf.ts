// A small cupboard in the browser (IndexedDB). It may be missing, as in private windows.
import { VaultFault } from "./faults";

export interface Shelf {
  get<T>(key: string): Promise<T | undefined>;
  put(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  keys(): Promise<string[]>;
  clear(): Promise<void>;
}

const STORE = "kept";

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new VaultFault("unsupported"));
  });
}

function opened(name: string): Promise<IDBDatabase> {
  if (!globalThis.indexedDB) throw new VaultFault("unsupported");
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

/** Throws `unsupported` where the browser keeps nothing. */
export function shelf(name: string): Shelf {
  let opening: Promise<IDBDatabase> | null = null;
  async function within<T>(
    mode: IDBTransactionMode, step: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    try {
      const database = await (opening ??= opened(name));
      const transaction = database.transaction(STORE, mode);
      const result = await settled(step(transaction.objectStore(STORE)));
      if (mode === "readwrite") await finished(transaction);
      return result;
    } catch {
      opening = null;
      throw new VaultFault("unsupported");
    }
  }
  return {
    get: <T>(key: string) => within("readonly", (store) => store.get(key) as IDBRequest<T | undefined>),
    put: async (key, value) => void (await within("readwrite", (store) => store.put(value, key))),
    remove: (key) => within("readwrite", (store) => store.delete(key)),
    keys: async () => (await within("readonly", (store) => store.getAllKeys())).map(String),
    clear: () => within("readwrite", (store) => store.clear()),
  };
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new VaultFault("unsupported"));
    transaction.onerror = () => reject(new VaultFault("unsupported"));
  });
}
