/** A certificate for localhost, signed by itself, that peers of tests show; known to everybody, so good for nothing else. */
export const testCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg825ofa1AlzNxLLzJ
TkXUYepOqNEou9DST1s2vQxF04ahRANCAASPZYfg1XyZxQ6Efstk7RrmOCw1Yllu
foE2NlJC4ln7Ji7ZGf0kOfniJnU73oQSy+JeYHEClhznzsDrWVQeGSgx
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBpzCCAUygAwIBAgIUO31IO0B5RDJo92SF1A36yQPX+pswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEzMDA0NTI1N1oYDzIxMjYxMTA2
MDQ1MjU3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASPZYfg1XyZxQ6Efstk7RrmOCw1YllufoE2NlJC4ln7Ji7ZGf0kOfni
JnU73oQSy+JeYHEClhznzsDrWVQeGSgxo3oweDAdBgNVHQ4EFgQUpKmgWur3dApk
+d7Rg4mPFuMWm+YwHwYDVR0jBBgwFoAUpKmgWur3dApk+d7Rg4mPFuMWm+YwDwYD
VR0TAQH/BAUwAwEB/zAlBgNVHREEHjAcgglsb2NhbGhvc3SCCW1haWwudGVzdIcE
fwAAATAKBggqhkjOPQQDAgNJADBGAiEAvupRyAa4Kp8p0BmF266n8FferDdRjNsK
Rxar/Cx99hkCIQD/2TOINhYT4QVxxNdCN9ZD6rJwxCt/h3taYsNvm30o/A==
-----END CERTIFICATE-----`,
};
