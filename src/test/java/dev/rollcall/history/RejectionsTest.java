package dev.rollcall.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Memory.Rejection;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refused credentials are known again by a later run, and by nobody else. */
class RejectionsTest {
  private static final Account SVC = Account.of("svc-appsanywhere", "UNI.EDU");
  private static final Fault FAULT =
      new Fault(
          Phase.AUTHENTICATE, FaultKind.DENIED, "data 52e: \u202e\"wrong\"", Clue.CREDENTIALS);
  private static final Rejection REJECTION =
      new Rejection("ad.ldaps", Instant.parse("2026-11-23T01:02:03.5Z"), FAULT);

  @TempDir private Path folder;

  private static Secret secret(String text) {
    return new Secret(text.toCharArray());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void theNextRunKnowsTheSameSecretAgainAndNoOther() throws IOException {
    Rejections.open(folder).remember(SVC, secret("Planted-4711"), REJECTION);
    Rejections next = Rejections.open(folder);
    assertEquals(Optional.of(REJECTION), next.recall(SVC, secret("Planted-4711")));
    assertEquals(
        Optional.of(REJECTION),
        next.recall(Account.of("UNI\\SVC-APPSANYWHERE", ""), secret("Planted-4711")));
    assertEquals(Optional.empty(), next.recall(SVC, secret("Planted-4712")));
    assertEquals(Optional.empty(), next.recall(Account.of("svc", "UNI"), secret("Planted-4711")));
  }

  @Test
  void theFileHoldsNoSecretAndIsItsOwnersAlone() throws IOException {
    Rejections.open(folder).remember(SVC, secret("Planted-4711"), REJECTION);
    assertEquals(1, files().size(), () -> "one file, and no temporary one");
    Path file = files().get(0);
    String text = Files.readString(file);
    assertFalse(text.contains("Planted"), text);
    assertTrue(text.contains("Delete this file"), text);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Rejections.open(folder).remember(SVC, secret("Planted-4711"), REJECTION);
    assertFalse(Files.readString(file).equals(text), "each hash has a salt of its own");
  }

  @Test
  void aNewFolderIsItsOwnersAlone() throws IOException {
    Path fresh = folder.resolve("a/b");
    Rejections.open(fresh);
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)));
  }

  @Test
  void anAccountThatIsAcceptedIsForgotten() throws IOException {
    Rejections.open(folder).remember(SVC, secret("old"), REJECTION);
    Rejections next = Rejections.open(folder);
    next.forget(SVC);
    assertEquals(List.of(), files());
    assertEquals(Optional.empty(), Rejections.open(folder).recall(SVC, secret("old")));
  }

  @Test
  void aLaterRefusalStandsInPlaceOfTheFormer() throws IOException {
    Rejections.open(folder).remember(SVC, secret("old"), REJECTION);
    Rejections.open(folder).remember(SVC, secret("new"), REJECTION);
    Rejections next = Rejections.open(folder);
    assertEquals(Optional.empty(), next.recall(SVC, secret("old")));
    assertEquals(Optional.of(REJECTION), next.recall(SVC, secret("new")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}", "[]", "{\"version\": 2}", "{\"account\": 1, \"x\": 2}", "\0\0"})
  void aDamagedFileIsNamedWithTheRemedy(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("refused-svc@uni-1.json"), content);
    String said =
        String.valueOf(assertThrows(IOException.class, () -> Rejections.open(folder)).getMessage());
    assertTrue(said.startsWith(file + " is damaged"), said);
    assertTrue(said.contains("delete it"), said);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamedWithTheRemedy() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    String said =
        String.valueOf(
            assertThrows(IOException.class, () -> Rejections.open(file.resolve("below")))
                .getMessage());
    assertTrue(said.contains(file.resolve("below").toString()), said);
    assertTrue(said.contains("--history"), said);
  }
}
