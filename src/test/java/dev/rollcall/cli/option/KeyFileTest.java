package dev.rollcall.cli.option;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.Said;
import dev.rollcall.probe.answer.SharedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** The key that a run and its stand-ins share is read from a file that no other user may read. */
class KeyFileTest {
  private static final String KEY = "planted-shared-key-0123456789";

  @TempDir private Path folder;

  private Path file(String text, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String refused(Path file) {
    return String.valueOf(
        assertThrows(TypeConversionException.class, () -> new KeyFile().convert(file.toString()))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void theLineEndIsNoPartOfTheKey(String end) throws IOException {
    SharedKey read = new KeyFile().convert(file(KEY + end, "rw-------").toString());
    SharedKey same = new SharedKey(KEY.getBytes(StandardCharsets.UTF_8));
    byte[] challenge = SharedKey.challenge();
    assertArrayEquals(
        same.proof(challenge, Optional.empty()), read.proof(challenge, Optional.empty()));
    assertFalse(read.toString().contains(KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
  void aKeyThatOthersMayTouchIsRefused(String mode) throws IOException {
    Path file = file(KEY, mode);
    assertEquals(
        "the key file " + file + " may be read by others; try: chmod 600 " + file, refused(file));
  }

  @Test
  void aShortKeyIsRefusedWithTheWayToALongOne() throws IOException {
    Path file = file("short", "rw-------");
    String said = refused(file);
    assertTrue(said.contains("a shared key must have 16 bytes or more, this one has 5"), said);
    assertTrue(said.contains("head -c 32 /dev/urandom | base64 > " + file), said);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path file = folder.resolve("none");
    assertEquals(
        "the key file "
            + file
            + " was not read: there is no such file: correct its name, or create it",
        refused(file));
  }

  @Test
  void theKeyIsInNoOutput() throws IOException {
    Path file = file(KEY, "rw-r--r--");
    Said said = Said.to("check", "--key-file", file.toString());
    assertEquals(2, said.exit());
    assertTrue(said.err().contains("may be read by others"), said::err);
    assertFalse(said.everything().contains(KEY), said::everything);
  }
}
