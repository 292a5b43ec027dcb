package dev.rollcall.protocol.http;

import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.certificate.TlsPolicy;
import dev.rollcall.standin.StandInContract;
import java.time.Instant;

class HttpsStandInContractTest extends StandInContract<HttpSettings> {
  @Override
  protected Protocol<HttpSettings> protocol() {
    return HttpProtocol.TLS;
  }

  @Override
  protected HttpSettings settings() {
    return new Settings().build();
  }

  @Override
  protected Tls tls() {
    return Tls.FIRST;
  }

  /** External: at an internal destination, who holds its certificate is its load balancer. */
  @Override
  protected TlsPolicy policy() {
    return new TlsPolicy(
        CertificatePolicy.VERIFY,
        true,
        TestAuthority.shared().roots(Anchor.SITE_PUBLIC),
        Instant.now());
  }
}
