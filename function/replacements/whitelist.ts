/** Stands in for the X-Ray SDK's list of the parameters it shows, by service. */
export const services = {};
