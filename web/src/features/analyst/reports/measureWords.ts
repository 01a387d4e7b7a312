/** Columns are called as the API calls them: `seatsConfirmed` is "Seats confirmed". */
export const measureWords = (name: string): string => {
  const words = name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};
