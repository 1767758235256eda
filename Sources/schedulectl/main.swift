print("schedulectl")
