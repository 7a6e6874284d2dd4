/** Node's own modules that the AWS SDK and Powertools share. */
import 'node:https';
import 'node:tls';
import 'node:crypto';
