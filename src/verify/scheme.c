/*
 * scheme.c
 *		How providers sign their webhooks: a table.
 */
#include "verify/scheme.h"

const char *const ses_signature_algorithms[] = {
	[SIGNED_BY_NONE] = "secret",
	[SIGNED_BY_HMAC_SHA1] = "hmac-sha1",
	[SIGNED_BY_HMAC_SHA256] = "hmac-sha256",
	[SIGNED_BY_RSA_SHA1] = "rsa-sha1",
	[SIGNED_BY_RSA_SHA256] = "rsa-sha256",
	[SIGNED_BY_ECDSA_SHA256] = "ecdsa-p256",
	[SIGNED_BY_ED25519] = "ed25519",
};

const char *const ses_covers[] = {
	[COVERS_BODY] = "body",
	[COVERS_MESSAGE] = "message",
	[COVERS_TOKEN] = "token",
	[COVERS_SECRET] = "secret",
};

static const SignedPart body[] = {{SIGNED_BODY, NULL}, {0}};

static const SignedPart time_and_body[] = {{SIGNED_TIME, NULL}, {SIGNED_BODY, NULL}, {0}};

static const SignedPart time_dot_body[] = {{SIGNED_TIME, NULL}, {SIGNED_WORDS, "."}, {SIGNED_BODY, NULL}, {0}};

static const SignedPart standard[] = {
	{SIGNED_HEADER, "webhook-id"},
	{SIGNED_WORDS, "."},
	{SIGNED_TIME, NULL},
	{SIGNED_WORDS, "."},
	{SIGNED_BODY, NULL},
	{0},
};

static const SignedPart svix[] = {
	{SIGNED_HEADER, "svix-id"},
	{SIGNED_WORDS, "."},
	{SIGNED_TIME, NULL},
	{SIGNED_WORDS, "."},
	{SIGNED_BODY, NULL},
	{0},
};

static const SignedPart mailgun[] = {{SIGNED_TIME, NULL}, {SIGNED_MEMBER, "token"}, {0}};

static const SignedPart mandrill[] = {{SIGNED_URL, NULL}, {SIGNED_FIELDS, "mandrill_events"}, {0}};

/* A notification has no SubscribeURL and no Token, the confirmations have no Subject. */
static const SignedPart sns[] = {
	{SIGNED_LINES, "Message"},
	{SIGNED_LINES, "MessageId"},
	{SIGNED_OPTIONAL_LINES, "SubscribeURL"},
	{SIGNED_OPTIONAL_LINES, "Subject"},
	{SIGNED_LINES, "Timestamp"},
	{SIGNED_OPTIONAL_LINES, "Token"},
	{SIGNED_LINES, "TopicArn"},
	{SIGNED_LINES, "Type"},
	{0},
};

#define STANDARD_KEY "whsec_ and base64"

/* clang-format off */
const Scheme ses_schemes[] = {
	{
		.providers = {"resend"},
		.algorithm = SIGNED_BY_HMAC_SHA256,
		.key_form = BYTES_AS_BASE64, .key_prefix = "whsec_", .key = STANDARD_KEY,
		.signature = {IN_HEADER, "svix-signature", "v1,"}, .separator = ' ', .signature_form = BYTES_AS_BASE64,
		.parts = svix,
		.time = {IN_HEADER, "svix-timestamp", NULL},
		.covers = COVERS_BODY,
		.source = "resend.com/docs/webhooks",
	},
	{
		.providers = {"standard_webhooks", "resend", "sweego"},
		.algorithm = SIGNED_BY_HMAC_SHA256,
		.key_form = BYTES_AS_BASE64, .key_prefix = "whsec_", .key = STANDARD_KEY,
		.signature = {IN_HEADER, "webhook-signature", "v1,"}, .separator = ' ', .signature_form = BYTES_AS_BASE64,
		.parts = standard,
		.time = {IN_HEADER, "webhook-timestamp", NULL},
		.covers = COVERS_BODY,
		.source = "Standard Webhooks 1.0.0",
	},
	{
		.providers = {"standard_webhooks"},
		.algorithm = SIGNED_BY_HMAC_SHA256,
		.key_form = BYTES_AS_BASE64, .key_prefix = "whsec_", .key = STANDARD_KEY,
		.signature = {IN_HEADER, "svix-signature", "v1,"}, .separator = ' ', .signature_form = BYTES_AS_BASE64,
		.parts = svix,
		.time = {IN_HEADER, "svix-timestamp", NULL},
		.covers = COVERS_BODY,
		.source = "Svix documentation",
	},
	{
		.providers = {"standard_webhooks"},
		.algorithm = SIGNED_BY_ED25519,
		.key_form = BYTES_AS_BASE64, .key_prefix = "whpk_", .key = "whpk_ and base64",
		.signature = {IN_HEADER, "webhook-signature", "v1a,"}, .separator = ' ', .signature_form = BYTES_AS_BASE64,
		.parts = standard,
		.time = {IN_HEADER, "webhook-timestamp", NULL},
		.covers = COVERS_BODY,
		.source = "Standard Webhooks 1.0.0",
	},
	{
		.providers = {"amazon_ses", "amazon_sns"},
		.algorithm = SIGNED_BY_RSA_SHA256, .key = "certificate of SigningCertURL",
		.signature = {IN_BODY, "Signature", NULL}, .signature_form = BYTES_AS_BASE64,
		.version = {IN_BODY, "SignatureVersion", NULL}, .version_word = "2",
		.parts = sns,
		.time = {IN_BODY, "Timestamp", NULL}, .time_form = TIME_IN_ISO,
		.covers = COVERS_MESSAGE,
		.source = "Amazon SNS Developer Guide, verifying message signatures",
	},
	{
		.providers = {"amazon_ses", "amazon_sns"},
		.algorithm = SIGNED_BY_RSA_SHA1, .key = "certificate of SigningCertURL",
		.signature = {IN_BODY, "Signature", NULL}, .signature_form = BYTES_AS_BASE64,
		.version = {IN_BODY, "SignatureVersion", NULL}, .version_word = "1",
		.parts = sns,
		.time = {IN_BODY, "Timestamp", NULL}, .time_form = TIME_IN_ISO,
		.covers = COVERS_MESSAGE,
		.source = "Amazon SNS Developer Guide, verifying message signatures",
	},
	{
		.providers = {"mailgun"},
		.algorithm = SIGNED_BY_HMAC_SHA256, .key = "the secret, as it is",
		.object = "signature",
		.signature = {IN_BODY, "signature", NULL}, .signature_form = BYTES_AS_HEX,
		.parts = mailgun,
		.time = {IN_BODY, "timestamp", NULL},
		.covers = COVERS_TOKEN,
		.source = "documentation.mailgun.com, securing webhooks",
	},
	{
		.providers = {"mailgun"},
		.algorithm = SIGNED_BY_HMAC_SHA256, .key = "the secret, as it is",
		.object = "parent-signature",
		.signature = {IN_BODY, "signature", NULL}, .signature_form = BYTES_AS_HEX,
		.parts = mailgun,
		.time = {IN_BODY, "timestamp", NULL},
		.covers = COVERS_TOKEN,
		.source = "documentation.mailgun.com, securing webhooks",
	},
	{
		.providers = {"mailgun"},
		.algorithm = SIGNED_BY_HMAC_SHA256, .key = "the secret, as it is",
		.takes_last = true,
		.signature = {IN_BODY, "signature", NULL}, .signature_form = BYTES_AS_HEX,
		.parts = mailgun,
		.time = {IN_BODY, "timestamp", NULL},
		.covers = COVERS_TOKEN,
		.source = "Mailgun help centre, legacy webhooks; inbound routes",
	},
	{
		.providers = {"mailersend"},
		.algorithm = SIGNED_BY_HMAC_SHA256, .key = "the secret, as it is",
		.signature = {IN_HEADER, "signature", NULL}, .signature_form = BYTES_AS_HEX,
		.parts = body,
		.covers = COVERS_BODY,
		.source = "developers.mailersend.com/api/v1/webhooks",
	},
	{
		.providers = {"mailtrap"},
		.algorithm = SIGNED_BY_HMAC_SHA256, .key = "the secret, as it is",
		.signature = {IN_HEADER, "mailtrap-signature", NULL}, .signature_form = BYTES_AS_HEX,
		.parts = body,
		.covers = COVERS_BODY,
		.source = "mailtrap-docs, webhooks.md",
	},
	{
		.providers = {"mandrill"},
		.algorithm = SIGNED_BY_HMAC_SHA1, .key = "the secret, as it is",
		.signature = {IN_HEADER, "x-mandrill-signature", NULL}, .signature_form = BYTES_AS_BASE64,
		.parts = mandrill,
		.covers = COVERS_BODY,
		.source = "mailchimp.com/developer/transactional/docs/webhooks",
	},
	{
		.providers = {"sendgrid"},
		.algorithm = SIGNED_BY_ECDSA_SHA256, .key = "public key in base64",
		.signature = {IN_HEADER, "x-twilio-email-event-webhook-signature", NULL}, .signature_form = BYTES_AS_BASE64,
		.parts = time_and_body,
		.time = {IN_HEADER, "x-twilio-email-event-webhook-timestamp", NULL},
		.covers = COVERS_BODY,
		.source = "twilio.com/docs/sendgrid, event webhook security features",
	},
	{
		.providers = {"hyvor_relay"},
		.algorithm = SIGNED_BY_HMAC_SHA256, .key = "the secret, as it is",
		.signature = {IN_HEADER, "x-signature", NULL}, .signature_form = BYTES_AS_HEX,
		.parts = body,
		.covers = COVERS_BODY,
		.source = "hyvor/relay, Webhooks.svelte",
	},
	{
		.providers = {"lettermint"},
		.algorithm = SIGNED_BY_HMAC_SHA256, .key = "the secret, as it is",
		.signature = {IN_HEADER, "x-lettermint-signature", "v1="}, .separator = ',', .signature_form = BYTES_AS_HEX,
		.parts = time_dot_body,
		.time = {IN_HEADER, "x-lettermint-signature", "t="},
		.covers = COVERS_BODY,
		.source = "lettermint/lettermint-php, src/Webhook.php",
	},
	{
		.providers = {"mailpace"},
		.algorithm = SIGNED_BY_ED25519,
		.key_form = BYTES_AS_BASE64, .key = "public key in base64",
		.signature = {IN_HEADER, "x-mailpace-signature", NULL}, .signature_form = BYTES_AS_BASE64,
		.parts = body,
		.covers = COVERS_BODY,
		.source = "mailpace/docs, docs/guide/webhooks.md",
	},
	{
		.providers = {"sweego"},
		.algorithm = SIGNED_BY_HMAC_SHA256,
		.key_form = BYTES_AS_BASE64, .key = "base64",
		.signature = {IN_HEADER, "webhook-signature", NULL}, .signature_form = BYTES_AS_BASE64,
		.parts = standard,
		.time = {IN_HEADER, "webhook-timestamp", NULL},
		.covers = COVERS_BODY,
		.source = "programs that receive Sweego's webhooks",
	},
	{.source = NULL},
};
/* clang-format on */

const SecretUse ses_secret_uses[] = {
	{"azure_email", IN_QUERY, NULL, "azure-docs, event-grid/secure-webhook-delivery.md"},
	{"brevo", IN_AUTHORIZATION, NULL, "developers.brevo.com/docs/transactional-webhooks"},
	{"customers_mail_cloud", IN_AUTHORIZATION, "api_key", "smtps.jp/docs/apiv2/webhook"},
	{"mailjet", IN_AUTHORIZATION, NULL, "mailjet/api-documentation, _event-api.md"},
	{"postmark", IN_AUTHORIZATION, NULL, "postmarkapp.com/developer/webhooks"},
	{"sparkpost", IN_AUTHORIZATION, NULL, "developers.sparkpost.com/api/webhooks"},
	{"tencent_ses", IN_QUERY, NULL, "Tencent document 1084/39492"},
	{"alibaba_directmail", IN_QUERY, NULL, "Alibaba Cloud help, EventBridge: events of the Direct Mail type"},
	{"secret", IN_AUTHORIZATION, NULL, "any provider that sends a secret of yours"},
	{0},
};

const SecretUse *
ses_secret_use_of(Slice provider)
{
	for (const SecretUse *use = ses_secret_uses; use->provider != NULL; use++)
	{
		if (slice_equals(slice_of(use->provider), provider))
			return use;
	}
	return NULL;
}

bool
ses_scheme_is_of(const Scheme *scheme, Slice provider)
{
	for (const char *const *name = scheme->providers; *name != NULL; name++)
	{
		if (slice_equals(slice_of(*name), provider))
			return true;
	}
	return false;
}
