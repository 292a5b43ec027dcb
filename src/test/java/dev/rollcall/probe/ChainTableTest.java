package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.CertificatePolicy;
import dev.rollcall.model.Clue;
import dev.rollcall.model.Concern;
import dev.rollcall.model.Fault;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Observation.Anchor;
import dev.rollcall.probe.certificate.CertificateJudge;
import dev.rollcall.probe.certificate.Certificates;
import dev.rollcall.probe.certificate.NameMatch;
import dev.rollcall.probe.certificate.TlsPolicy;
import dev.rollcall.probe.certificate.TrustRoots;
import dev.rollcall.probe.quote.Quotes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of chains: what OpenSSL says of each, and what Rollcall says, on whatever Java runs.
 * The certificates and OpenSSL's verdicts are made by make-chains.sh, beside the tables.
 */
class ChainTableTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Map<String, X509Certificate> CERTIFICATES = certificates();
  private static final Map<String, List<String>> OPENSSL =
      rows("openssl.tsv")
          .collect(Collectors.toMap(row -> row.get(0), row -> row.subList(1, row.size())));

  /**
   * A chain.
   *
   * @param trusted names of certificates
   * @param sent the same, the leaf first
   * @param verdict of an internal destination: a status, or a fault's kind and clue
   * @param external of an external one; empty if it is the same
   * @param at the certificate that the evidence names
   * @param why the verdict is not OpenSSL's
   */
  record Row(
      String name,
      List<X509Certificate> trusted,
      List<X509Certificate> sent,
      String host,
      String verdict,
      String external,
      String at,
      String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> table() {
    return rows("chains.tsv")
        .map(
            cells ->
                new Row(
                    cells.get(0),
                    named(cells.get(1)),
                    named(cells.get(2)),
                    cells.get(3),
                    cell(cells, 4),
                    cell(cells, 5),
                    cell(cells, 6),
                    cell(cells, 7)));
  }

  private static String cell(List<String> cells, int column) {
    return column < cells.size() ? cells.get(column) : "";
  }

  private static List<X509Certificate> named(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(
            name ->
                Optional.ofNullable(CERTIFICATES.get(name))
                    .orElseThrow(() -> new AssertionError("no certificate " + name)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("table")
  void theVerdictIsTheTables(Row row) {
    Judged internal = judge(row, Anchor.INTERNAL);
    assertEquals(row.verdict(), internal.verdict(), internal.evidence());
    Judged external = judge(row, Anchor.SITE_PUBLIC);
    assertEquals(
        row.external().isEmpty() ? row.verdict() : row.external(),
        external.verdict(),
        external.evidence());
    if (!row.at().isEmpty()) {
      String subject = named(row.at()).get(0).getSubjectX500Principal().getName();
      assertTrue(internal.evidence().contains(subject), internal.evidence());
    }
  }

  /** PASS and WARN are OpenSSL's OK; every other verdict is an error of OpenSSL's. */
  @ParameterizedTest
  @MethodSource("table")
  void whatOpensslRejectsIsAFaultAndNothingElse(Row row) {
    String theirs = OPENSSL.get(row.name()).get(3);
    boolean agreed =
        (row.verdict().startsWith("PASS") || row.verdict().startsWith("WARN"))
            ? theirs.equals("OK")
            : row.verdict().startsWith(kind(theirs));
    assertEquals(agreed, row.why().isEmpty(), () -> row.verdict() + " beside " + theirs);
  }

  /** X509_V_ERR_…: not yet valid, expired; host name, address. */
  private static String kind(String error) {
    return switch (error.replaceFirst("@.*", "")) {
      case "9", "10" -> "EXPIRED";
      case "62", "64" -> "WRONG_NAME";
      case "OK" -> "none";
      default -> "UNTRUSTED";
    };
  }

  @Test
  void thereAreEnoughChainsOfEveryKind() {
    Map<String, Long> kinds =
        table().collect(Collectors.groupingBy(Row::verdict, TreeMap::new, Collectors.counting()));
    assertTrue(kinds.values().stream().mapToLong(Long::longValue).sum() >= 120, kinds::toString);
    for (Clue clue :
        List.of(
            Clue.INCOMPLETE_CHAIN,
            Clue.CERTIFICATE_USAGE,
            Clue.CA_CONSTRAINT,
            Clue.CA_EXPIRED,
            Clue.CA_REPLACED,
            Clue.WEAK_CERTIFICATE)) {
      assertTrue(kinds.keySet().stream().anyMatch(key -> key.contains(clue.name())), clue::name);
    }
  }

  record Judged(String verdict, String evidence) {}

  private static Judged judge(Row row, Anchor anchor) {
    TlsPolicy policy =
        new TlsPolicy(
            CertificatePolicy.VERIFY,
            anchor == Anchor.SITE_PUBLIC,
            TrustRoots.of(Map.of(anchor, row.trusted())),
            NOW);
    CertificateJudge judge = new CertificateJudge(policy, row.host(), Quotes.OPEN);
    CertificateJudge.Trust trust = judge.trust(row.sent());
    NameMatch.Cover cover = CertificateJudge.cover(row.sent().get(0), row.host());
    Observation.Tls tls =
        new Observation.Tls(
            "TLSv1.3",
            "x",
            Optional.empty(),
            Optional.empty(),
            row.sent().stream().map(Certificates::describe).toList(),
            trust.anchor(),
            trust.root(),
            cover != NameMatch.Cover.NONE);
    Optional<Fault> fault = judge.fault(tls, trust);
    if (fault.isPresent()) {
      String clue = fault.get().clue().map(each -> " " + each).orElse("");
      return new Judged(fault.get().kind() + clue, fault.get().evidence());
    }
    List<Concern> concerns = judge.concerns(tls, cover);
    List<String> notes = judge.refusedElsewhere(trust);
    return new Judged(
        (concerns.isEmpty() ? "PASS" : "WARN") + (notes.isEmpty() ? "" : " with a note"),
        concerns + " " + notes);
  }

  private static Stream<List<String>> rows(String file) {
    return text(file)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> List.of(line.split("\t", -1)));
  }

  private static Map<String, X509Certificate> certificates() {
    Map<String, X509Certificate> found = new LinkedHashMap<>();
    List<String> parts = new ArrayList<>(List.of(text("certificates.pem").split("\n# ", -1)));
    for (String part : parts.subList(1, parts.size())) {
      String[] halves = part.split("\n", 2);
      try {
        found.put(
            halves[0],
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                        new ByteArrayInputStream(halves[1].getBytes(StandardCharsets.US_ASCII))));
      } catch (CertificateException e) {
        throw new AssertionError(halves[0], e);
      }
    }
    return found;
  }

  private static String text(String file) {
    try (InputStream in = ChainTableTest.class.getResourceAsStream("chain/" + file)) {
      if (in == null) {
        throw new AssertionError("no " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
