const earthMetres = 6_371_008.8;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

export const metresBetween = (
  from: { readonly lat: number; readonly lng: number },
  to: { readonly lat: number; readonly lng: number },
): number => {
  const lat = Math.sin(radians(to.lat - from.lat) / 2) ** 2;
  const lng = Math.sin(radians(to.lng - from.lng) / 2) ** 2;
  const cosines = Math.cos(radians(from.lat)) * Math.cos(radians(to.lat));
  return Math.round(2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(lat + cosines * lng))));
};
