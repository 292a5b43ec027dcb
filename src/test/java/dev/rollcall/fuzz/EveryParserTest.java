package dev.rollcall.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rollcall.files.InputFile;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandIn;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * No parser is without a target: whatever calls one of the methods by which bytes, numbers, dates
 * and documents are read is named by a target as what it is for, or stands here with the reason.
 */
class EveryParserTest {
  private static final List<Class<?>> READERS =
      List.of(
          InputStream.class,
          Connection.class,
          Caller.class,
          ByteBuffer.class,
          Files.class,
          InputFile.class,
          CertificateFactory.class,
          X509Certificate.class,
          Instant.class,
          LocalDate.class,
          LocalDateTime.class,
          Integer.class,
          Long.class,
          HexFormat.class,
          Base64.Decoder.class);

  private static final Set<String> METHODS =
      Set.of(
          "read",
          "readNBytes",
          "readAllBytes",
          "readSome",
          "readLine",
          "readString",
          "in",
          "wrap",
          "newInputStream",
          "newByteChannel",
          "skipNBytes",
          "transferTo",
          "generateCertificate",
          "generateCertificates",
          "getSubjectAlternativeNames",
          "parse",
          "parseInt",
          "parseLong",
          "parseHex",
          "decode");

  /** Libraries whose every use reads. */
  private static final List<String> LIBRARIES =
      List.of(
          "com.unboundid.asn1.ASN1Exception",
          "com.unboundid.ldap.protocol.LDAPMessage",
          "org.xbill.DNS.Message",
          "tools.jackson.core.JsonParser",
          "tools.jackson.databind.json.JsonMapper",
          "org.snakeyaml.engine.v2.api.lowlevel.Parse",
          "org.apache.commons.net.ntp.NtpV3Impl",
          "jcifs.smb.SSPContext",
          "org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection",
          "com.microsoft.sqlserver.jdbc.SQLServerDriver");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.rollcall");

  /** What reads, and parses nothing that is hostile. */
  private static final Map<String, String> OTHERWISE =
      Map.ofEntries(
          Map.entry("dev.rollcall.probe.net.LocalNetwork", "this host's own name, from the kernel"),
          Map.entry("dev.rollcall.probe.net.DeadlineSocket", "passes bytes on"),
          Map.entry("dev.rollcall.probe.net.BulkInput", "passes bytes on"),
          Map.entry("dev.rollcall.probe.path.LibC", "this host's own kernel version"),
          Map.entry("dev.rollcall.probe.attempt.SecondTry", "whether a byte comes"),
          Map.entry(
              "dev.rollcall.probe.net.TcpTable", "this host's own connections, from the kernel"),
          Map.entry(
              "dev.rollcall.probe.quote.Decodings",
              "what Quotes.text gives it, which has a target"),
          Map.entry(
              "dev.rollcall.probe.net.LocalRoutes", "this host's own routes, from the kernel"),
          Map.entry(
              "dev.rollcall.probe.net.NeighbourTable",
              "this host's own neighbours, from the kernel"),
          Map.entry("dev.rollcall.files.InputFile", "passes bytes on"),
          Map.entry("dev.rollcall.files.SafeFolder", "opens files, and reads none"),
          Map.entry("dev.rollcall.report.page.PagePart", "its own resources, in the jar"),
          Map.entry("dev.rollcall.probe.answer.Caller", "passes bytes on"),
          Map.entry(
              "dev.rollcall.standin.certificate.CertificateWriter", "what it has written itself"),
          Map.entry("dev.rollcall.standin.TcpListener", "throws away what comes after the end"),
          Map.entry("dev.rollcall.setup.TimeServers", "this host's own time service"),
          Map.entry(
              "dev.rollcall.setup.DraftFile", "what it has written itself, through YamlReader"),
          Map.entry(
              "dev.rollcall.text.DurationForm", "a few digits, through readers that have targets"),
          Map.entry(
              "dev.rollcall.model.rule.AddressPolicy",
              "a few digits, through readers that have targets"),
          Map.entry("dev.rollcall.cli.Start", "the version of the Java that it runs on"),
          Map.entry("dev.rollcall.cli.output.Terminal", "this host's own terminal, from stty"));

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(EveryParserTest::outermost).orElse(type.getName());
  }

  private static boolean reads(JavaClass type) {
    return type.getCodeUnitAccessesFromSelf().stream().anyMatch(EveryParserTest::reads)
        || type.getDirectDependenciesFromSelf().stream()
            .anyMatch(one -> LIBRARIES.contains(one.getTargetClass().getName()));
  }

  private static boolean reads(JavaCodeUnitAccess<?> access) {
    return READERS.stream().anyMatch(reader -> access.getTargetOwner().isAssignableTo(reader))
        && METHODS.contains(access.getTarget().getName());
  }

  @Test
  void everyReaderHasATarget() {
    Set<String> readers =
        CLASSES.stream()
            .filter(EveryParserTest::reads)
            .map(EveryParserTest::outermost)
            .collect(Collectors.toCollection(TreeSet::new));
    readers.removeAll(covered());
    readers.removeAll(OTHERWISE.keySet());
    assertEquals(Set.of(), readers);
  }

  @Test
  void everyProtocolAndStandInHasATarget() {
    Set<String> speakers =
        CLASSES.stream()
            .filter(type -> !type.isInterface())
            .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .filter(
                type -> type.isAssignableTo(Protocol.class) || type.isAssignableTo(StandIn.class))
            .map(EveryParserTest::outermost)
            .collect(Collectors.toCollection(TreeSet::new));
    speakers.removeAll(covered());
    assertEquals(Set.of(), speakers);
  }

  @Test
  void everyTargetHasItsOwnNameASeedAndAClass() {
    List<FuzzTarget> all = AllTargets.all();
    assertEquals(all.size(), all.stream().map(FuzzTarget::name).distinct().count());
    for (FuzzTarget target : all) {
      assertFalse(target.seeds().isEmpty(), target.name());
      assertFalse(target.covers().isEmpty(), target.name());
    }
  }

  @Test
  void noReasonIsOutOfDate() {
    Set<String> readers =
        CLASSES.stream()
            .filter(EveryParserTest::reads)
            .map(EveryParserTest::outermost)
            .collect(Collectors.toSet());
    for (String name : OTHERWISE.keySet()) {
      assertEquals(Set.of(name), readers.contains(name) ? Set.of(name) : Set.of());
    }
  }

  private static Set<String> covered() {
    return AllTargets.all().stream()
        .flatMap(target -> target.covers().stream())
        .map(Class::getName)
        .collect(Collectors.toSet());
  }
}
