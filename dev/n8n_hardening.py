"""What a flow may not do, and how much of it may happen at once; docs/securite.md says against what."""

import json

# Not used by our flows, and each one a way out: commands, files, code, raw sockets past the SSRF guard, n8n itself.
EXCLUDED_NODES = (
    "n8n-nodes-base.executeCommand", "n8n-nodes-base.localFileTrigger", "n8n-nodes-base.readWriteFile",
    "n8n-nodes-base.readBinaryFile", "n8n-nodes-base.readBinaryFiles", "n8n-nodes-base.writeBinaryFile",
    "n8n-nodes-base.readPdf", "n8n-nodes-base.code", "n8n-nodes-base.function", "n8n-nodes-base.functionItem",
    "n8n-nodes-base.ssh", "n8n-nodes-base.git", "n8n-nodes-base.ftp", "n8n-nodes-base.n8n",
    "n8n-nodes-base.postgres", "n8n-nodes-base.postgresTrigger", "n8n-nodes-base.mySql", "n8n-nodes-base.microsoftSql",
    "n8n-nodes-base.mongoDb", "n8n-nodes-base.redis", "n8n-nodes-base.redisTrigger", "n8n-nodes-base.ldap",
    "n8n-nodes-base.rabbitmq", "n8n-nodes-base.kafka", "n8n-nodes-base.mqtt", "n8n-nodes-base.amqp",
    "@n8n/n8n-nodes-langchain.code", "@n8n/n8n-nodes-langchain.toolCode", "@n8n/n8n-nodes-langchain.mcpTrigger",
    "@n8n/n8n-nodes-langchain.mcpClientTool",
)  # fmt: skip

HARDENING = {
    "N8N_SSRF_PROTECTION_ENABLED": "true",
    # n8n's own list, and what it leaves out: carrier-grade NAT, multicast, reserved
    "N8N_SSRF_BLOCKED_IP_RANGES": "default,100.64.0.0/10,224.0.0.0/4,240.0.0.0/4",
    # the functions and the database, by address: n8n compares names only where a name is used
    "N8N_SSRF_ALLOWED_IP_RANGES": "127.0.0.1/32",
    "NODES_EXCLUDE": json.dumps(EXCLUDED_NODES),
    "N8N_BLOCK_ENV_ACCESS_IN_NODE": "true",
    "N8N_PUBLIC_API_DISABLED": "true",
    "N8N_PUBLIC_API_SWAGGERUI_DISABLED": "true",
    "N8N_FORMDATA_FILE_SIZE_MAX": "20",  # MB: MAX_UPLOAD_BYTES of the functions
    "N8N_CONCURRENCY_PRODUCTION_LIMIT": "200",  # docs/decisions/41: far above 64 visitors; the rest waits in line
}
