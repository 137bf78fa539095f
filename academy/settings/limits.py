"""How much one may send, and how often."""

from academy import environment as env

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
LRS_MAX_BODY_BYTES = env.whole_number("ACADEMY_LRS_MAX_BODY_BYTES", 4_000_000, least=1)
# With attachments: the whole of it, and each of them.
LRS_MAX_UPLOAD_BYTES = env.whole_number("ACADEMY_LRS_MAX_UPLOAD_BYTES", 50_000_000, least=1)
LRS_MAX_ATTACHMENT_BYTES = env.whole_number("ACADEMY_LRS_MAX_ATTACHMENT_BYTES", 20_000_000, least=1)
LRS_MAX_BATCH = env.whole_number("ACADEMY_LRS_MAX_BATCH", 1_000, least=1)
# Requests a minute with one key, 0 for no limit.
LRS_REQUESTS_PER_MINUTE = env.whole_number("ACADEMY_LRS_REQUESTS_PER_MINUTE", 60_000)
API_REQUESTS_PER_MINUTE = env.whole_number("ACADEMY_API_REQUESTS_PER_MINUTE", 600)
# Wrong secrets a minute from one address before they are answered with 429; the right one is always let in.
WRONG_KEYS_PER_MINUTE = env.whole_number("ACADEMY_WRONG_KEYS_PER_MINUTE", 120)
