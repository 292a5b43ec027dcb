package dev.rollcall.probe.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustRootsTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theSitesFilesAreAddedByTheirOrigin() throws IOException {
    TestAuthority campus = TestAuthority.root("Campus");
    TestAuthority partner = TestAuthority.root("Partner");
    TestAuthority box = TestAuthority.root("Box");
    Path internal =
        file(
            "internal.pem",
            "Subject: two of them\n" + TestAuthority.pem(List.of(campus.root(), partner.root())));
    Path inspection = folder.resolve("box.der");
    try {
      Files.write(inspection, box.root().getEncoded());
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new AssertionError(e);
    }
    TrustRoots roots = TrustRoots.load(List.of(internal), List.of(), List.of(inspection));
    assertEquals(Set.of(campus.root(), partner.root()), roots.roots(Anchor.INTERNAL));
    assertEquals(Set.of(box.root()), roots.roots(Anchor.INSPECTION));
    assertEquals(Set.of(), roots.roots(Anchor.SITE_PUBLIC));
    assertFalse(roots.roots(Anchor.PUBLIC).isEmpty());
    assertFalse(roots.roots(Anchor.PUBLIC).contains(campus.root()));
  }

  @Test
  void javasOwnStoreMayBeALinkToNowhere() throws IOException {
    Path link = folder.resolve("cacerts");
    Files.createSymbolicLink(link, folder.resolve("gone"));
    assertEquals(Set.of(), TrustRoots.javaRoots(link));
    assertEquals(Set.of(), TrustRoots.javaRoots(folder));
    assertEquals(Set.of(), TrustRoots.javaRoots(file("empty", "")));
    Path own = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    assertFalse(TrustRoots.javaRoots(own).isEmpty());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.pem");
    IOException e =
        assertThrows(
            IOException.class, () -> TrustRoots.load(List.of(missing), List.of(), List.of()));
    assertEquals(
        missing + " was not read: there is no such file: correct its name, or create it",
        e.getMessage());
  }

  @Test
  void aFileWithoutACertificateIsNamed() throws IOException {
    for (String text :
        List.of(
            "",
            "hello\n",
            "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n",
            "-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----\n")) {
      Path bad = file("bad.pem", text);
      IOException e =
          assertThrows(
              IOException.class, () -> TrustRoots.load(List.of(), List.of(bad), List.of()), text);
      assertTrue(e.getMessage().startsWith(bad.toString()), e::getMessage);
    }
  }

  @Test
  void aFolderIsNoFile() {
    assertThrows(IOException.class, () -> TrustRoots.load(List.of(folder), List.of(), List.of()));
  }
}
