package dev.rollcall.probe.path;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Locale;
import java.util.Optional;

/**
 * The calls of Linux's C library that Java has not: sockets with their own hop count, and their
 * queue of errors (ip(7), {@code IP_RECVERR}). Loaded when it is first used.
 */
interface LibC extends Library {
  int socket(int domain, int type, int protocol);

  int setsockopt(int socket, int level, int name, Pointer value, int length);

  int getsockopt(int socket, int level, int name, Pointer value, Pointer length);

  int bind(int socket, Pointer address, int length);

  int connect(int socket, Pointer address, int length);

  long send(int socket, Pointer bytes, long length, int flags);

  int getsockname(int socket, Pointer address, Pointer length);

  int poll(Pointer sockets, long count, int milliseconds);

  long recvmsg(int socket, Pointer message, int flags);

  int close(int socket);

  /** The library, or why there is none. */
  record Loaded(Optional<LibC> calls, String why) {
    private static final int POINTER = 8;
    private static final long VERSION_WITH_ERRORS = 5_008;

    /** Loaded once. */
    static final Loaded ONCE = load();

    private static Loaded load() {
      String system = System.getProperty("os.name", "");
      if (!system.equals("Linux")) {
        return new Loaded(Optional.empty(), "it needs Linux, and this is " + system);
      }
      String kernel = System.getProperty("os.version", "");
      if (version(kernel) < VERSION_WITH_ERRORS) {
        return new Loaded(Optional.empty(), "it needs Linux 5.8 or newer, and this is " + kernel);
      }
      // Not in the home folder: the file is deleted at once, the folder would stay.
      System.setProperty(
          "jna.tmpdir", System.getProperty("jna.tmpdir", System.getProperty("java.io.tmpdir")));
      try {
        if (Native.POINTER_SIZE != POINTER || Platform.isPPC()) {
          return new Loaded(
              Optional.empty(), "it needs a 64-bit system, and this is " + Platform.ARCH);
        }
        LibC calls = Native.load("c", LibC.class);
        try (Memory probe = new Memory(POINTER)) {
          probe.clear();
          calls.poll(probe, 0, 0);
        }
        return new Loaded(Optional.of(calls), "");
      } catch (LinkageError | RuntimeException e) {
        // No temporary folder that may hold programs, another C library, another processor.
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new Loaded(Optional.empty(), "this system does not load JNA: " + why);
      }
    }

    /** {@code 5.10.0-28} is 5010. */
    static long version(String kernel) {
      String[] numbers = kernel.toLowerCase(Locale.ROOT).split("[^0-9]+", 3);
      try {
        return Long.parseLong(numbers[0]) * 1000 + Long.parseLong(numbers[1]);
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        return 0;
      }
    }
  }
}
