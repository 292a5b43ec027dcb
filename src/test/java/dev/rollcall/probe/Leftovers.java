package dev.rollcall.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The threads and sockets of this JVM at one moment, to find what an attempt leaves behind.
 *
 * @param sockets inodes of the open sockets; empty where there is no /proc
 */
public record Leftovers(Set<Thread> threads, Set<String> sockets) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  public Leftovers {
    threads = Set.copyOf(threads);
    sockets = Set.copyOf(sockets);
  }

  public static Leftovers now() {
    initialiseSockets();
    return new Leftovers(Thread.getAllStackTraces().keySet(), openSockets());
  }

  /** The first socket of a JVM makes another that stays: Java closes others by means of it. */
  private static void initialiseSockets() {
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      first.setReuseAddress(true);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits a moment for what is about to end, then asserts that nothing came to stay. */
  public void assertNothingNew() throws InterruptedException {
    for (int turn = 0; turn < 100; turn++) {
      if (newThreads().isEmpty() && newSockets().isEmpty()) {
        return;
      }
      Thread.sleep(30);
    }
    throw new AssertionError("left behind: threads " + newThreads() + ", sockets " + newSockets());
  }

  private Set<Thread> newThreads() {
    Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
    now.removeAll(threads);
    now.removeIf(Leftovers::isTheJvms);
    return now;
  }

  private Set<String> newSockets() {
    Set<String> now = new HashSet<>(openSockets());
    now.removeAll(sockets);
    return now;
  }

  /** Compiler and housekeeping threads come and go as the JVM likes. */
  private static boolean isTheJvms(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return !thread.isAlive()
        || (group != null
            && (group.getName().equals("system") || group.getName().startsWith("Inn")));
  }

  private static Set<String> openSockets() {
    Set<String> found = new HashSet<>();
    if (!Files.isDirectory(DESCRIPTORS)) {
      return found;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : all) {
        addSocket(found, descriptor);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return found;
  }

  private static void addSocket(Set<String> found, Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      if (target.startsWith("socket:")) {
        found.add(target);
      }
    } catch (IOException closedMeanwhile) {
      // Not open any more: nothing left.
    }
  }
}
