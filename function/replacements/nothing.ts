/** Stands in for a module that is loaded and never used. */
export {};
