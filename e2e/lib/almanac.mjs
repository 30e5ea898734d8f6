// Days of lunar festivals as the Hong Kong Observatory publishes them: another hand than the product's own reckoning.

const DAYS = {
  2026: { 春节: '02-17', 中秋节: '09-25', 重阳节: '10-18' },
  2027: { 春节: '02-06', 中秋节: '09-15', 重阳节: '10-08' },
  2028: { 春节: '01-26', 中秋节: '10-03', 重阳节: '10-26' },
  2029: { 春节: '02-13', 中秋节: '09-22', 重阳节: '10-16' },
  2030: { 春节: '02-03', 中秋节: '09-12', 重阳节: '10-05' },
  2031: { 春节: '01-23', 中秋节: '10-01', 重阳节: '10-24' },
  2032: { 春节: '02-11', 中秋节: '09-19', 重阳节: '10-12' },
  2033: { 春节: '01-31', 中秋节: '09-08', 重阳节: '10-01' },
  2034: { 春节: '02-19', 中秋节: '09-27', 重阳节: '10-20' },
  2035: { 春节: '02-08', 中秋节: '09-16', 重阳节: '10-09' },
};

/** The day of a festival in a year, as `2027-09-15`. */
export function festival(name, year) {
  const day = DAYS[year]?.[name];
  if (!day) throw new Error(`the almanac of the journeys has no ${name} of ${year}: write it in`);
  return `${year}-${day}`;
}
