// Each test starts the whole system; two of them would share two cores and measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
