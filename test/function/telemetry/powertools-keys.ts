/** Keys that Powertools' Logger writes by itself. */
export const powertoolsKeys = [
  'level',
  'message',
  'timestamp',
  'service',
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
  'correlation_id',
  'sampling_rate',
  'xray_trace_id',
];
