package dev.rollcall.model.rule;

/** What a certificate decides. */
public enum CertificatePolicy {
  /** Chain, name and expiry decide. */
  VERIFY,
  /** Always shown; untrusted, wrong-named or expired is a warning. */
  REPORT
}
