package dev.rollcall.probe.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.fuzz.target.Seeds;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.quote.Quotes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificatesTest {
  private static X509Certificate seed(String name) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Seeds.decoded(name)));
  }

  @Test
  void namesOfOtherKindsAreLeftOut() throws CertificateException {
    assertEquals(
        List.of("dns:peer.rollcall.test", "dns:*.uni.edu", "ip:10.1.2.3", "ip:fd00:0:0:0:0:0:0:1"),
        Certificates.describe(seed("ec.pem")).names());
  }

  /** Java throws a RuntimeException for it, which no server may cause. */
  @Test
  void anAddressWhoseMaskIsNoneNamesNothing() throws CertificateException {
    X509Certificate certificate = seed("mask.pem");
    assertEquals(List.of(), Certificates.describe(certificate).names());
    CertificateJudge judge = new CertificateJudge(Probes.policy(), Probes.HOST, Quotes.OPEN);
    assertEquals(Observation.Anchor.UNKNOWN, judge.trust(List.of(certificate)).anchor());
  }
}
