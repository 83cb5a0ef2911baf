// Photos on their way: drawn anew on the device (nothing of the camera's notes leaves it), kept until the server has them.

import { uuid7 } from "./ids.js";

const STORE = "photos";
const LONGEST = 2000;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("thuc-dia", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (photo) => inStore("readwrite", (store) => store.put(photo));
export const forget = (id) => inStore("readwrite", (store) => store.delete(id));
export async function waiting(sheet, actor) {
  const all = await inStore("readonly", (store) => store.getAll()).catch(() => []);
  return all.filter((photo) => photo.sheet === sheet && photo.actor === actor);
}

/** A smaller JPEG of the file, upright and without metadata; the file itself when it cannot be drawn. */
export async function redraw(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return blob ?? file;
  } catch {
    return file;
  }
}

/** Where the device is, in degrees and metres of accuracy; null unless allowed. Asks only when told to. */
export async function place({ ask = false } = {}) {
  try {
    const permission = await navigator.permissions.query({ name: "geolocation" });
    if (permission.state !== "granted" && !(ask && permission.state === "prompt")) return null;
    return await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        ({ coords: { latitude, longitude, accuracy } }) => resolve({ latitude, longitude, accuracy }),
        () => resolve(null),
        { maximumAge: 60000, timeout: 3000, enableHighAccuracy: true },
      );
    });
  } catch {
    return null;
  }
}

export async function prepare(file, item, sheet, actor) {
  return { id: uuid7(), sheet, actor, item, blob: await redraw(file), takenAt: new Date().toISOString(), ...(await place()) };
}

/** Sends one photo: {ok, reply} or {refused, message} or {later}. */
export async function send(photo, url, token) {
  const body = new FormData();
  body.append("photo", photo.blob, "anh.jpg");
  body.append("item", photo.item);
  body.append("taken_at", photo.takenAt);
  for (const name of ["latitude", "longitude"]) if (photo[name] !== undefined) body.append(name, photo[name]);
  try {
    const response = await fetch(url, {
      method: "POST", credentials: "same-origin", redirect: "manual", body, headers: { Accept: "application/json", "X-CSRFToken": token },
    });
    if (response.ok) return { ok: true, reply: await response.json() };
    const said = await response.json().catch(() => ({}));
    const forGood = [404, 409, 413, 415, 422].includes(response.status);
    return forGood ? { refused: true, message: said.message ?? String(response.status) } : { later: true };
  } catch {
    return { later: true };
  }
}
