package dev.rollcall.history.failedlogins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.LoginNotes.Hold;
import dev.rollcall.probe.login.LoginNotes.Note;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A later run knows rejected logins again; no one else can read them from the files. */
class FailedLoginsTest {
  private static final Account SVC = Account.of("svc-appsanywhere", "UNI.EDU");
  private static final Instant AT = Instant.parse("2026-11-23T01:02:03.5Z");
  private static final Fault FAULT =
      new Fault(
          Phase.AUTHENTICATE,
          FaultKind.DENIED,
          "data 52e: \u202e\"wrong Planted-4711\"",
          Clue.CREDENTIALS);
  private static final Note REJECTED = new Note("ad.ldaps", AT, Optional.of(FAULT));
  private static final Note OPEN = new Note("ad.ldaps", AT, Optional.empty());

  /** What is known again: nothing that a server said. */
  private static final Note RECALLED =
      new Note(
          "ad.ldaps",
          AT,
          Optional.of(
              new Fault(Phase.AUTHENTICATE, FaultKind.DENIED, "", Optional.of(Clue.CREDENTIALS))));

  private static final int ITERATIONS = 1000;

  /** Of "Planted-4711", as another implementation of PBKDF2 has it. */
  private static final String SHA_256 =
      "fa9170fa48d44caacc9193bf16df10b9f78d2c2b04d1f30f916ed85c2663aa8c";

  @TempDir private Path folder;

  private FailedLogins open() throws IOException {
    return open(folder, Optional.empty());
  }

  private static FailedLogins open(Path state, Optional<Path> history) throws IOException {
    return FailedLogins.open(state, history, ITERATIONS);
  }

  private static Secret secret(String text) {
    return new Secret(text.toCharArray());
  }

  private static Hold hold(FailedLogins rejections) throws IOException {
    return rejections.take(SVC).orElseThrow();
  }

  private static void note(FailedLogins rejections, Secret secret, Note note) throws IOException {
    try (Hold hold = hold(rejections)) {
      hold.note(secret, note);
    }
  }

  private static Optional<Note> recall(FailedLogins rejections, Account account, String secret)
      throws IOException {
    try (Hold hold = rejections.take(account).orElseThrow()) {
      return hold.recall(secret(secret));
    }
  }

  private List<Path> notes() throws IOException {
    return notes(folder);
  }

  /** The locks stay; nothing else does. */
  private static List<Path> notes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.toString().endsWith(".lock")).toList();
    }
  }

  @Test
  void theNextRunKnowsTheSameSecretAgainAndNoOther() throws IOException {
    note(open(), secret("Planted-4711"), REJECTED);
    FailedLogins next = open();
    assertEquals(Optional.of(RECALLED), recall(next, SVC, "Planted-4711"));
    assertEquals(
        Optional.of(RECALLED),
        recall(next, Account.of("UNI\\SVC-APPSANYWHERE", ""), "Planted-4711"));
    assertEquals(Optional.empty(), recall(next, SVC, "Planted-4712"));
    assertEquals(Optional.empty(), recall(next, Account.of("svc", "UNI"), "Planted-4711"));
  }

  @Test
  void whatIsPreparedIsNotComputedDuringTheLogin() throws IOException {
    note(open(), secret("Planted-4712"), REJECTED);
    FailedLogins next = open();
    AtomicInteger computed = new AtomicInteger();
    Secret counted = secret("Planted-4711").after(computed::incrementAndGet);
    next.prepare(SVC, counted);
    assertEquals(1, computed.get(), "with the salt that the file has already");
    try (Hold hold = hold(next)) {
      assertEquals(Optional.empty(), hold.recall(counted));
      hold.note(counted, OPEN);
    }
    assertEquals(1, computed.get());
    assertEquals(Optional.of(OPEN), recall(open(), SVC, "Planted-4711"));
  }

  @Test
  void theFileHoldsNoSecretAndNoTextOfAServerAndIsItsOwnersAlone() throws IOException {
    note(open(), secret("Planted-4711"), REJECTED);
    assertEquals(1, notes().size(), () -> "one file, and no temporary one");
    Path file = notes().get(0);
    String text = Files.readString(file);
    assertFalse(text.contains("Planted"), text);
    // With its blank, which no salt and no digest in the file has: those are random.
    assertFalse(text.contains("data 52e"), text);
    assertTrue(text.contains("Delete this file"), text);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.delete(file);
    note(open(), secret("Planted-4711"), REJECTED);
    assertFalse(Files.readString(file).equals(text), "each file has a salt of its own");
  }

  @Test
  void aFoundFileIsNoHelpInGuessing() throws IOException {
    note(FailedLogins.open(folder, Optional.empty()), secret("Planted-4711"), REJECTED);
    String text = Files.readString(notes().get(0));
    assertTrue(text.contains("\"iterations\": 210000"), text);
  }

  @Test
  void aNewFolderIsItsOwnersAlone() throws IOException {
    Path fresh = folder.resolve("a/b");
    FailedLogins.open(fresh, Optional.empty());
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)));
  }

  @Test
  void aLoginWithoutAnAnswerIsKnownUntilItHasOne() throws IOException {
    FailedLogins run = open();
    Secret secret = secret("Planted-4711");
    note(run, secret, OPEN);
    assertEquals(Optional.of(OPEN), recall(open(), SVC, "Planted-4711"));
    note(run, secret, REJECTED);
    FailedLogins next = open();
    assertEquals(Optional.of(RECALLED), recall(next, SVC, "Planted-4711"));
    try (Hold hold = hold(run)) {
      hold.drop(secret);
    }
    assertEquals(Optional.empty(), recall(next, SVC, "Planted-4711"));
    assertEquals(List.of(), notes());
  }

  @Test
  void anAccountThatIsAcceptedIsForgotten() throws IOException {
    note(open(), secret("old"), REJECTED);
    try (Hold hold = hold(open())) {
      hold.forget();
    }
    assertEquals(List.of(), notes());
    assertEquals(Optional.empty(), recall(open(), SVC, "old"));
  }

  /** Two site files with a wrong password each do not make each other forgotten. */
  @Test
  void everyWrongSecretOfAnAccountIsKnown() throws IOException {
    note(open(), secret("one"), REJECTED);
    FailedLogins second = open();
    Secret two = secret("two");
    try (Hold hold = hold(second)) {
      assertEquals(Optional.empty(), hold.recall(two));
      hold.note(two, OPEN);
      hold.note(two, REJECTED);
    }
    FailedLogins next = open();
    assertEquals(Optional.of(RECALLED), recall(next, SVC, "one"));
    assertEquals(Optional.of(RECALLED), recall(next, SVC, "two"));
    try (Hold hold = hold(second)) {
      hold.drop(two);
    }
    assertEquals(Optional.of(RECALLED), recall(next, SVC, "one"));
    assertEquals(1, notes().size());
  }

  @Test
  void oneRunAtATimeHasTheAccount() throws IOException {
    FailedLogins one = open();
    FailedLogins two = open();
    try (Hold hold = hold(one)) {
      assertEquals("", hold.files());
      assertEquals(Optional.empty(), two.take(SVC));
      assertEquals(Optional.empty(), one.take(Account.of("svc-appsanywhere@uni", "")));
      assertTrue(two.holder(SVC).startsWith("a login, process "), () -> two.holder(SVC));
      two.take(Account.of("other", "UNI.EDU")).orElseThrow().close();
    }
    hold(two).close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path lock : files.toList()) {
        assertTrue(String.valueOf(lock.getFileName()).matches("login-[0-9a-f]{16}\\.lock"));
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)));
      }
    }
  }

  @Test
  void theStateFolderAndTheHistoryAreOneMemory() throws IOException {
    Path state = folder.resolve("state");
    Path history = folder.resolve("history");
    Path another = folder.resolve("another");
    FailedLogins first = open(state, Optional.of(history));
    Secret secret = secret("Planted-4711");
    note(first, secret, REJECTED);
    String file = String.valueOf(notes(state).get(0).getFileName());
    FailedLogins second = open(state, Optional.of(another));
    try (Hold hold = hold(second)) {
      assertEquals(Optional.of(RECALLED), hold.recall(secret));
      assertEquals(
          state.toRealPath().resolve(file) + " and " + another.toRealPath().resolve(file),
          hold.files());
      // A run with the history alone knows it as well, and has the same lock.
      assertEquals(Optional.empty(), open(folder.resolve("root"), Optional.of(another)).take(SVC));
    }
    Path elsewhere = folder.resolve("elsewhere");
    FailedLogins moved = open(elsewhere, Optional.of(history));
    try (Hold hold = hold(moved)) {
      assertEquals(Optional.of(RECALLED), hold.recall(secret));
      assertEquals(
          elsewhere.toRealPath().resolve(file) + " and " + history.toRealPath().resolve(file),
          hold.files());
      hold.forget();
      assertEquals("", hold.files());
    }
    assertEquals(List.of(), notes(history));
    assertEquals(List.of(), notes(elsewhere));
    FailedLogins same = open(history, Optional.of(folder.resolve("./history")));
    hold(same).close();
  }

  /** Text of a server's that an older version kept is not shown again. */
  @Test
  void whatTheFirstVersionKeptIsKnown() throws IOException {
    note(open(), secret("Planted-4711"), REJECTED);
    Path file = notes().get(0);
    Files.writeString(
        file,
        """
        {"about": "", "version": 1, "account": "svc-appsanywhere@uni", "rule": "ad.ldaps",
         "at": "%s", "phase": "AUTHENTICATE", "kind": "DENIED", "clue": "CREDENTIALS",
         "evidence": "you said Planted-4711",
         "hash": {"salt": "00112233445566778899aabbccddeeff", "iterations": 1000, "hash":
         "%s"}}
        """
            .formatted(AT, SHA_256));
    FailedLogins next = open();
    assertEquals(Optional.of(RECALLED), recall(next, SVC, "Planted-4711"));
    try (Hold hold = hold(next)) {
      hold.note(secret("another"), OPEN);
    }
    String text = Files.readString(file);
    assertFalse(text.contains("Planted"), text);
    assertEquals(Optional.of(RECALLED), recall(next, SVC, "Planted-4711"));
  }

  @Test
  void whatAKilledRunLeftHalfWrittenIsRemoved() throws IOException {
    note(open(), secret("Planted-4711"), OPEN);
    Path left = folder.resolve("." + notes().get(0).getFileName() + "4711.tmp");
    Files.writeString(left, "{");
    assertEquals(Optional.of(OPEN), recall(open(), SVC, "Planted-4711"));
    assertFalse(Files.exists(left));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "{\"version\": 4}",
        "{\"version\": 1}",
        "{\"version\": 2, \"account\": \"a\"}",
        "{\"version\": 2, \"account\": \"a\", \"logins\": [{}]}",
        "{\"account\": 1, \"x\": 2}",
        "\0\0"
      })
  void aDamagedFileIsNamedWithTheRemedy(String content) throws IOException {
    Path file = Files.writeString(folder.toRealPath().resolve("refused-svc@uni-1.json"), content);
    String said = String.valueOf(assertThrows(IOException.class, this::open).getMessage());
    assertTrue(said.startsWith(file + " is damaged"), said);
    assertTrue(said.contains("delete it"), said);
  }

  /** Both look alike in a file's name, and have the same {@link String#hashCode}. */
  @Test
  void accountsThatLookAlikeShareNoFile() throws IOException {
    Account one = Account.of("svc\u00e4~", "UNI");
    Account other = Account.of("svc\u00e5_", "UNI");
    assertEquals(one.key().hashCode(), other.key().hashCode());
    FailedLogins rejections = open();
    for (Account each : List.of(one, other)) {
      try (Hold hold = rejections.take(each).orElseThrow()) {
        hold.note(secret("Planted-4711"), REJECTED);
      }
    }
    try (Hold hold = rejections.take(one).orElseThrow()) {
      hold.forget();
    }
    assertEquals(Optional.empty(), recall(open(), one, "Planted-4711"));
    assertEquals(Optional.of(RECALLED), recall(open(), other, "Planted-4711"));
  }

  /** Moves the one file to the name that earlier versions gave it. */
  private Path former(String digits) throws IOException {
    Path file = notes().get(0);
    String name =
        file.getFileName().toString().replaceFirst("-[0-9a-f]{16}\\.", "-" + digits + ".");
    return former(file, file.resolveSibling(name));
  }

  private static Path former(Path now, Path former) throws IOException {
    String text = Files.readString(now);
    Files.writeString(now, text.replace("\"version\": 3", "\"version\": 2"));
    return Files.move(now, former);
  }

  @Test
  void aFileOfAnEarlierVersionIsFoundAndGetsItsNewName() throws IOException {
    note(open(), secret("Planted-4711"), REJECTED);
    Path now = notes().get(0);
    Path former = former(Integer.toHexString(SVC.key().hashCode()));
    assertEquals(Optional.of(RECALLED), recall(open(), SVC, "Planted-4711"));
    assertEquals(List.of(now), notes());
    assertEquals(Optional.of(RECALLED), recall(open(), SVC, "Planted-4711"));
    former(now, former);
    note(open(), secret("Planted-4712"), REJECTED);
    assertEquals(Optional.of(RECALLED), recall(open(), SVC, "Planted-4711"));
    former(now, former);
    try (Hold hold = hold(open())) {
      hold.forget();
    }
    assertEquals(List.of(), notes());
  }

  @Test
  void aFileOfAnEarlierVersionThatIsOfAnotherAccountStays() throws IOException {
    Account one = Account.of("svc\u00e4~", "UNI");
    Account other = Account.of("svc\u00e5_", "UNI");
    try (Hold hold = open().take(other).orElseThrow()) {
      hold.note(secret("Planted-4711"), REJECTED);
    }
    Path former = former(Integer.toHexString(other.key().hashCode()));
    assertEquals(Optional.empty(), recall(open(), one, "Planted-4711"));
    try (Hold hold = open().take(one).orElseThrow()) {
      hold.note(secret("Planted-4712"), REJECTED);
      hold.forget();
    }
    assertEquals(List.of(former), notes());
    assertEquals(Optional.of(RECALLED), recall(open(), other, "Planted-4711"));
  }

  /** Two site files on one host: the login at one server says nothing of the other's. */
  @Test
  void whatOneServerAcceptsRemovesNoNoteOfAnother() throws IOException {
    Account test = Account.onServer("sa", "10.1.2.3");
    Account real = Account.onServer("sa", "10.9.9.9");
    FailedLogins rejections = open();
    try (Hold hold = rejections.take(test).orElseThrow()) {
      hold.note(secret("Planted-4711"), REJECTED);
      try (Hold other = rejections.take(real).orElseThrow()) {
        assertEquals(Optional.empty(), other.recall(secret("Planted-4711")));
        other.forget();
      }
    }
    assertEquals(Optional.of(RECALLED), recall(open(), test, "Planted-4711"));
  }

  @Test
  void aServersAccountFindsTheFileThatItSharedInAnEarlierVersion() throws IOException {
    Account domain = Account.of("svc", "MAIL.EDU");
    Account server = Account.onServer("svc", "mail.uni.edu");
    try (Hold hold = open().take(domain).orElseThrow()) {
      hold.note(secret("Planted-4711"), REJECTED);
    }
    Path shared = notes().get(0);
    assertEquals(Optional.empty(), recall(open(), server, "Planted-4711"));
    assertEquals(List.of(shared), notes(), "a domain's account keeps what is its own");
    former(shared, shared);
    assertEquals(Optional.of(RECALLED), recall(open(), server, "Planted-4711"));
    assertTrue(notes().stream().anyMatch(file -> named(file, "refused-svc@mail.uni.edu-")));
    Files.delete(shared);
    assertEquals(Optional.of(RECALLED), recall(open(), server, "Planted-4711"));
  }

  private static boolean named(Path file, String start) {
    return String.valueOf(file.getFileName()).startsWith(start);
  }

  private static final Account TEST = Account.onServer("sa", "10.1.2.3");
  private static final Account REAL = Account.onServer("sa", "10.9.9.9");

  /** The file that both servers' accounts had in an earlier version. */
  private Path shared() throws IOException {
    try (Hold hold = open().take(Account.of("sa", "10")).orElseThrow()) {
      hold.note(secret("Planted-4711"), REJECTED);
    }
    Path file = notes().get(0);
    return former(file, file);
  }

  @Test
  void serversThatSharedAFileEachKnowWhatItHolds() throws IOException {
    Path shared = shared();
    FailedLogins run = open();
    for (Account each : List.of(TEST, REAL)) {
      try (Hold hold = run.take(each).orElseThrow()) {
        assertEquals(Optional.of(RECALLED), hold.recall(secret("Planted-4711")));
        assertEquals(Optional.empty(), hold.recall(secret("Planted-4712")));
        hold.note(secret("Planted-4712"), REJECTED);
        hold.forget();
      }
    }
    assertEquals(List.of(shared), notes(), "a login at one server removes nothing of the other's");
    assertEquals(Optional.of(RECALLED), recall(run, TEST, "Planted-4711"));
    assertEquals(Optional.empty(), recall(run, TEST, "Planted-4712"));
  }

  @Test
  void theFilesToDeleteHaveTheSharedOne() throws IOException {
    Path shared = shared().toRealPath();
    try (Hold hold = open().take(TEST).orElseThrow()) {
      assertEquals(Optional.of(RECALLED), hold.recall(secret("Planted-4711")));
      assertTrue(hold.files().endsWith(" and " + shared), hold.files());
      for (String file : hold.files().split(" and ", -1)) {
        Files.delete(Path.of(file));
      }
      assertEquals(Optional.empty(), hold.recall(secret("Planted-4711")));
      assertEquals("", hold.files());
    }
  }

  @Test
  void aSharedFileIsCopiedOnceToEachFolder() throws IOException {
    shared();
    Path history = folder.resolve("history");
    FailedLogins run = open(folder, Optional.of(history));
    assertEquals(Optional.of(RECALLED), recall(run, TEST, "Planted-4711"));
    Path copy = notes(history).get(0);
    Object written = Files.readAttributes(copy, BasicFileAttributes.class).fileKey();
    assertEquals(Optional.of(RECALLED), recall(run, TEST, "Planted-4711"));
    assertEquals(written, Files.readAttributes(copy, BasicFileAttributes.class).fileKey());
  }

  @Test
  void aSharedFileIsDeletedAYearAfterItsLastLogin() throws IOException {
    Path shared = shared();
    Instant year = AT.plus(Duration.ofDays(365));
    try (Hold hold = open().take(TEST).orElseThrow()) {
      hold.note(secret("Planted-4712"), new Note("sql.tds", year, Optional.empty()));
      assertTrue(Files.exists(shared));
      hold.note(secret("Planted-4712"), new Note("sql.tds", year.plusMillis(1), Optional.empty()));
      assertFalse(Files.exists(shared));
    }
    assertEquals(Optional.of(RECALLED), recall(open(), TEST, "Planted-4711"));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path file = Files.createDirectory(folder.toRealPath().resolve("refused-svc@uni-1.json"));
    String said = String.valueOf(assertThrows(IOException.class, this::open).getMessage());
    assertTrue(said.startsWith(file + " cannot be read ("), said);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamedWithTheRemedy() throws IOException {
    Path below = Files.writeString(folder.resolve("file"), "").resolve("below");
    String history =
        String.valueOf(
            assertThrows(IOException.class, () -> FailedLogins.open(folder, Optional.of(below)))
                .getMessage());
    assertTrue(history.contains(below.toString()), history);
    assertTrue(history.contains("--history"), history);
    String state =
        String.valueOf(
            assertThrows(IOException.class, () -> FailedLogins.open(below, Optional.of(folder)))
                .getMessage());
    assertTrue(state.contains(below.toString()), state);
    assertTrue(state.contains("XDG_STATE_HOME"), state);
  }
}
